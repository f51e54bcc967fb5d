a.py
bad(1)  # cdreview:allow f.line -- known until=2025-01-01
ÿ# cdreview:allow f.statement -- because
bad(2)
x = 'cdreview:allow f.line -- no'
