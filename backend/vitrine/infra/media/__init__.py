"""Pictures from files: told apart, measured, made smaller, in child processes that hostile bytes hurt alone."""
