app/views.py
@auth(key = 'Zx9Qw7Lk3Vb8')
def f(r):
    return 1
ÿ@auth(key = 'Zx9Qw7Lk3Vb8', maybe=1)
def f(r):
    return 1
