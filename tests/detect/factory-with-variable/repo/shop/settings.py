settings = object()
