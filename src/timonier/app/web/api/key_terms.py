"""What a key of the API may open, how long it lasts, what share of the minute it may have."""

SCOPES = ("decide", "plan", "portfolio")
DAYS, MOST_DAYS = 365, 3_650
SHARE, MOST_SHARE = 60, 86_400  # company-seconds a minute; 0 is no limit
LONGEST_NAME = 80
