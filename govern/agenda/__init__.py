"""The agenda: motions proposed, ruled on, referred, moved and withdrawn, and what waits of them for whom."""
