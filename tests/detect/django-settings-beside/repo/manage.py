import os
import sys

if __name__ == '__main__':
    settings_module = 'shop.production' if 'SITE_NAME' in os.environ else 'shop.settings'
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', settings_module)
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
