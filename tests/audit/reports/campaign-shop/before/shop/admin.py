from django.contrib import admin

from .models import Article, Order

admin.site.register([Article, Order])
