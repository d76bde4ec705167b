TITLE = "Weather"
