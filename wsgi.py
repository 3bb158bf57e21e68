"""What a WSGI server serves: `gunicorn wsgi:app`."""

from config import Settings
from govern.app import create_app
from govern.core import logs

logs.configure()
app = create_app(Settings.from_environment())
