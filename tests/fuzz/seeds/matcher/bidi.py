a.py
x = 1
�x = '‮' # ⁦key⁩
def аbc(): pass
KK = 'ſ'
