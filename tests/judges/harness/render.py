"""stub"""
def every_case(stack): return []
