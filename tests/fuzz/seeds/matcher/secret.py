app/a.py
key = 'a'
ÿkey = 'Zx9Qw7Lk3Vb8Nm2Pt5Rs'
key = ('one'
  'two and three')
AKIA = 'AKIAIOSFODNN7EXAMPLZ'
password = 'hunter2hunter2X'
