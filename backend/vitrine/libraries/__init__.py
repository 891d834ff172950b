"""A library is the tenant: everything kept belongs to exactly one."""
