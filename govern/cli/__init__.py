"""The door for whoever runs the installation."""
