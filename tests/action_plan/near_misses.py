"""A near miss as a form sends it."""

A_NEAR_MISS = {
    "date": "2021-09-14",
    "hour": "8",
    "longitude": "0.263",
    "latitude": "51.132",
    "happenings": "close_pass;view",
    "mode": "cycling",
    "other": "car",
    "text": "At the bend",
}
