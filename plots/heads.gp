# The plane of FOLLOW's two scores: a point per head, and open the normal vectors of the same moments, joined to it.
call scripts.'/style.gp' 'encoding qk head positional positional_lo positional_hi positional_null_normal semantic semantic_lo semantic_hi semantic_null_normal'
# A model is what is left of a string without its head.
after(q) = (i = strstrt(q, 'head='), i == 0 ? '' : q[i:strlen(q)])
tail(q) = (rest = after(q), i = strstrt(rest, ','), i == 0 ? '' : rest[i + 1:strlen(rest)])
before(q) = (i = strstrt(q, 'head='), i == 0 ? q : q[1:i - 1])
stem_of(q) = (t = before(q).tail(q), c = t[strlen(t):strlen(t)], c eq ',' || c eq ':' ? t[1:strlen(t) - 1] : t)
whole(q) = after(q) eq '' ? q : stem_of(q)
shown(_) = !strstrt(strcol('qk'), 'head=all') && filled('semantic') && filled('positional')
found = ''; stats data using (each(whole(strcol('qk')), shown(0))) nooutput
names = found; n = words(names)
if (n == 0) { exit error csv.' has no head with both scores' }
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
stats data using (shown(0) ? column('semantic_hi') : NaN):(shown(0) ? column('positional_hi') : NaN) name 'most' nooutput
stats data using (shown(0) ? column('semantic_lo') : NaN):(shown(0) ? column('positional_null_normal') : NaN) name 'least' nooutput
top = 1.1 * (most_max_y > least_max_y ? most_max_y : least_max_y)
left = floor(10 * least_min_x - 0.5) / 10.0
right = ceil(10 * most_max_x + 0.5) / 10.0
x(k) = shown(0) && whole(strcol('qk')) eq word(names, k) ? column('semantic') : NaN
list = names.' "normal vectors of the same moments"'

eval canvas(590 + 25 * (n + 1))
set multiplot
eval heading('Positional against semantic score', words(found) == 1 ? word(found, 1).'. With 95 % limits; a number is a head.' : 'With 95 % limits; a number is a head.')
eval panel(95, 880, 92, 530, 'semantic score: keys keep their order', 'positional score: change per token')
set key at screen across(40),down(585) left top Left reverse vertical maxcols 1 maxrows n + 1 noenhanced samplen 3.5 spacing 1.25 font ',15'
set xrange [left < 0 ? 0 : left:right > 1 ? 1 : right]
set yrange [0:top]
plot for [k = 1:n] data using (x(k)):(column('positional')):(column('semantic_null_normal') - column('semantic')):(column('positional_null_normal') - column('positional')) with vectors nohead linestyle 103 notitle, \
     for [k = 1:n] data using (x(k)):(column('positional')):(column('semantic_lo')):(column('semantic_hi')):(column('positional_lo')):(column('positional_hi')) \
         with xyerrorbars linestyle style(k) dashtype solid linewidth 0.9 pointsize 0.9 notitle, \
     for [k = 1:n] data using (x(k) + column('semantic_null_normal') - column('semantic')):(column('positional_null_normal')) with points pointtype 6 pointsize 0.8 linecolor '#444444' notitle, \
     for [k = 1:n] data using (x(k)):(column('positional')):(strcol('head')) with labels left offset 0.7,0.6 font ',13' noenhanced notitle, \
     for [k = 1:n] keyentry with points linestyle style(k) title word(names, k), \
     keyentry with points pointtype 6 pointsize 0.8 linecolor '#444444' title word(list, n + 1)
unset multiplot
