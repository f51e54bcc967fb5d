app/views.py
@login_required
@admin
def f(r):
    check_user(r)
    return 1

class A:
    permission_classes = [IsAdmin]
    def g(self):
        check_it()
ÿ@admin
def f(r):
    return 1

class A:
    def g(self):
        pass
