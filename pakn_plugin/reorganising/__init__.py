"""A reorganisation as a plan: read, checked and written down. Pure: no ORM, no clock."""
