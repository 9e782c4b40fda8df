"""A sample village, Desa Bunga: invented news, announcements, events and services whose dates move with today."""
