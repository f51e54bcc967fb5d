r.js
app.get('/a', requireAuth, (q, s) => { s.send(1) })
app.post('/b', csrf(), h)
ÿapp.get('/a', (q, s) => { s.send(1) })
app.post('/c', csrf(), h)
// requireAuth
