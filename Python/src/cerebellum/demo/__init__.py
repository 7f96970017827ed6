"""A demonstration: `python -m cerebellum.demo` moves a MuJoCo arm through the daemon, in lock-step."""
