# Labels at the ends of lines, each as near to its line as the others let it; a piece of the line leads to it.
# In: ends, the list of names; end_x, end_y, where each line ends, in the panel's units; y_lo, y_hi, y_log, its axis.
ends_count = words(ends)
array ends_level[ends_count]; array ends_order[ends_count]; array ends_spot[ends_count]; array ends_tall[ends_count]; array ends_said[ends_count]
do for [k = 1:ends_count] {
    ends_said[k] = wrap(word(ends, k), label_width)
    ends_tall[k] = (label_gap + label_line * lines_of(ends_said[k])) / panel_height
    ends_level[k] = end_y[k] != end_y[k] ? 0 : y_log ? (log10(end_y[k]) - log10(y_lo)) / (log10(y_hi) - log10(y_lo)) : (end_y[k] - y_lo) / (y_hi - y_lo)
    ends_level[k] = ends_level[k] < 0 ? 0 : ends_level[k] > 1 ? 1 : ends_level[k]
}
do for [k = 1:ends_count] {
    ends_rank = 1
    do for [j = 1:ends_count] { ends_rank = ends_rank + (ends_level[j] < ends_level[k] || (ends_level[j] == ends_level[k] && j < k)) }
    ends_order[ends_rank] = k
}
# From below each as low as it may be, then from above each as high; below the axis there is room, above it the heading.
ends_floor_now = -0.5 * ends_tall[ends_order[1]]
do for [i = 1:ends_count] {
    k = ends_order[i]
    ends_spot[k] = ends_level[k] < ends_floor_now + 0.5 * ends_tall[k] ? ends_floor_now + 0.5 * ends_tall[k] : ends_level[k]
    ends_floor_now = ends_spot[k] + 0.5 * ends_tall[k]
}
ends_ceiling_now = 1 + 10.0 / panel_height
do for [i = 1:ends_count] {
    k = ends_order[ends_count + 1 - i]
    ends_spot[k] = ends_spot[k] > ends_ceiling_now - 0.5 * ends_tall[k] ? ends_ceiling_now - 0.5 * ends_tall[k] : ends_spot[k]
    ends_ceiling_now = ends_spot[k] - 0.5 * ends_tall[k]
}
ends_id = 200
do for [k = 1:ends_count] {
    if (end_x[k] == end_x[k]) {
        set arrow 200 + k from first end_x[k], graph ends_level[k] to graph 1.04, graph ends_spot[k] nohead linestyle style(k) linewidth 1
        do for [i = 1:lines_of(ends_said[k])] {
            set label ends_id line(ends_said[k], i) at graph 1.04, graph ends_spot[k] - (i - 0.5 * (lines_of(ends_said[k]) + 1)) * label_line / panel_height left offset 1.2,0 font ',13' noenhanced
            ends_id = ends_id + 1
        }
        set label ends_id '' at graph 1.05, graph ends_spot[k] point linestyle style(k)
        ends_id = ends_id + 1
    }
}
