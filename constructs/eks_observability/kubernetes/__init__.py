"""A cluster seen from outside: the way in, and what is deployed into it."""
