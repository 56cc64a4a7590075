'use strict';
(() => {
  const FONT = 12;
  const SMALL = 11;
  const FAMILY = getComputedStyle(document.body).fontFamily;
  const SHAPES = ['rect', 'circle', 'triangle', 'diamond', 'down'];
  const POINT_SHAPES = ['circle', 'triangle', 'diamond', 'rect'];
  const LANE = 15;
  const SWARM_LANE = 11;
  const PRINTED_WIDTH = 950;
  // A sheet of A4 on its side has 703 pixels without its margins; a caption and a command want some.
  const PRINTED_HEIGHT = 520;
  const NARROW = 560;

  // The drawings name the page's own variables, so that light, dark and print need no other drawing.
  const ink = 'var(--ink)';
  const soft = 'var(--soft)';
  const colourOf = series => `var(--c${series.colour % 10})`;
  const width = (text, size) => echarts.format.getTextRect(text, `${size}px ${FAMILY}`).width;
  const number = value => (Math.abs(value) >= 10000 ? value.toLocaleString('en') : String(+value.toPrecision(4)));

  // Colour and shape say the same twice; a second series of the same colour is hollow, a third has another shape.
  const markOf = (series, own) => ({
    shape: own === undefined ? SHAPES[(series.colour + (series.variant >> 1)) % SHAPES.length] : POINT_SHAPES[own],
    hollow: series.variant % 2 === 1,
    colour: colourOf(series),
  });

  const ICONS = {
    rect: 'path://M0 0H10V10H0Z',
    circle: 'circle',
    triangle: 'path://M5 0L10 10H0Z',
    down: 'path://M0 0L10 0L5 10Z',
    diamond: 'path://M5 0L10 5L5 10L0 5Z',
  };

  function mark({ shape, hollow, colour }, x, y, r) {
    const style = { fill: hollow ? 'var(--page)' : colour, stroke: colour, lineWidth: 1.5 };
    switch (shape) {
      case 'circle':
        return { type: 'circle', shape: { cx: x, cy: y, r }, style };
      case 'rect':
        return { type: 'rect', shape: { x: x - r * 0.9, y: y - r * 0.9, width: r * 1.8, height: r * 1.8 }, style };
      case 'triangle':
        return { type: 'polygon', shape: { points: [[x, y - r * 1.1], [x + r * 1.1, y + r * 0.9], [x - r * 1.1, y + r * 0.9]] }, style };
      case 'down':
        return { type: 'polygon', shape: { points: [[x, y + r * 1.1], [x + r * 1.1, y - r * 0.9], [x - r * 1.1, y - r * 0.9]] }, style };
      default:
        return { type: 'polygon', shape: { points: [[x, y - r * 1.3], [x + r * 1.3, y], [x, y + r * 1.3], [x - r * 1.3, y]] }, style };
    }
  }

  const line = (x1, y1, x2, y2, stroke, lineWidth, lineDash) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke, lineWidth, lineDash, fill: 'none' },
  });

  const words = (text, x, y, fill, align, verticalAlign, size = SMALL) => ({
    type: 'text',
    // A rim keeps it readable on a line.
    style: { text, x, y, fill, stroke: 'var(--page)', lineWidth: 3, align, verticalAlign, font: `${size}px ${FAMILY}` },
  });

  function legendOf(chart, wide) {
    const item = name => 14 + 5 + width(name, FONT) + 16;
    let lines = 1;
    let used = 0;
    for (const { name } of chart.series) {
      if (used > 0 && used + item(name) > wide) {
        lines++;
        used = 0;
      }
      used += item(name);
    }
    return {
      height: lines * 22,
      option: {
        type: 'plain',
        left: 0,
        top: 0,
        padding: [4, 0],
        itemWidth: 14,
        itemHeight: 10,
        itemGap: 16,
        width: wide,
        inactiveColor: 'var(--line)',
        inactiveBorderColor: 'var(--line)',
        textStyle: { color: ink, fontSize: FONT, fontFamily: FAMILY },
        data: chart.series.map(series => {
          const { shape, hollow, colour } = markOf(series);
          return {
            name: series.name,
            icon: ICONS[chart.kind === 'points' ? 'circle' : shape],
            itemStyle: { color: hollow ? 'var(--page)' : colour, borderColor: colour, borderWidth: 1.5 },
          };
        }),
      },
    };
  }

  /** ECharts' own logarithmic axes leave most powers of 2 without a label, so what is drawn are logarithms. */
  const SCALES = {
    zero: { to: value => value, from: value => value },
    even: { to: value => value, from: value => value },
    log2: { to: Math.log2, from: value => 2 ** value },
    log10: { to: Math.log10, from: value => 10 ** value },
  };

  function extent(values, scale) {
    const least = Math.min(...values);
    const most = Math.max(...values);
    switch (scale) {
      case 'log2':
      case 'log10': {
        const begin = Math.floor(least);
        return [begin, Math.max(Math.ceil(most), begin + 1)];
      }
      case 'even': {
        const room = (most - least || Math.abs(most) || 1) * 0.08;
        return [least - room, most + room];
      }
      default:
        return [0, most * 1.06 || 1];
    }
  }

  /** An axis for values that are on its scale already, with room for so many labels. */
  function axis(of, values, labels, more) {
    const { from } = SCALES[of.scale];
    const logarithmic = of.scale.startsWith('log');
    const [min, max] = extent(values, of.scale);
    return {
      type: 'value',
      min,
      max,
      interval: logarithmic ? Math.max(1, Math.ceil((max - min) / labels)) : undefined,
      name: of.name,
      nameTextStyle: { color: soft, fontSize: FONT, fontFamily: FAMILY },
      axisLine: { show: true, onZero: false, lineStyle: { color: 'var(--line)' } },
      axisTick: { show: false },
      // An end that is no round number is not written.
      axisLabel: {
        color: soft,
        fontSize: SMALL,
        fontFamily: FAMILY,
        hideOverlap: true,
        formatter: value => number(from(value)),
        showMinLabel: logarithmic || of.scale === 'zero',
        showMaxLabel: logarithmic,
      },
      splitLine: { show: true, lineStyle: { color: 'var(--grid)' } },
      ...more,
    };
  }

  const tooltip = {
    trigger: 'item',
    confine: true,
    backgroundColor: 'var(--page)',
    borderColor: 'var(--line)',
    extraCssText: 'max-width: 24rem; white-space: normal; overflow-wrap: anywhere; box-shadow: none;',
    textStyle: { color: ink, fontSize: FONT, fontFamily: FAMILY },
    formatter: ({ data, seriesName }) => {
      const [first, ...rest] = data.text.split('\n').map(echarts.format.encodeHTML);
      return [`<b>${echarts.format.encodeHTML(seriesName)}</b>`, first, ...rest].join('<br>');
    },
  };

  const base = (chart, legend) => ({
    animation: false,
    textStyle: { fontFamily: FAMILY },
    legend: legend.option,
    tooltip,
  });

  /** The limits, each with its name on it; they are drawn for any point there is. */
  function limits(chart, anywhere, toX, toY, highest) {
    return {
      type: 'custom',
      name: '',
      silent: true,
      z: 1,
      clip: false,
      data: chart.limits.length ? [anywhere] : [],
      renderItem: (params, api) => {
        const { x: left, y: top, width: wide, height: high } = params.coordSys;
        const children = [];
        for (const limit of chart.limits) {
          if (limit.x !== undefined) {
            const [x] = api.coord([toX(limit.x), anywhere[1]]);
            children.push(line(x, top - 4, x, top + high, ink, 1, [4, 3]));
            const right = x + width(limit.name, SMALL) / 2 > left + wide;
            children.push(words(limit.name, right ? left + wide : x, top - 6, ink, right ? 'right' : 'center', 'bottom'));
          } else if (limit.y !== undefined) {
            const [, y] = api.coord([anywhere[0], toY(limit.y)]);
            children.push(line(left, y, left + wide, y, ink, 1, [4, 3]));
            // What can be passed is named where most have passed it: at the end, below the line.
            children.push(
              limit.y < highest
                ? words(limit.name, left + wide - 6, y + 4, ink, 'right', 'top')
                : words(limit.name, left + 6, y - 3, ink, 'left', 'bottom'));
          } else {
            const corners = limit.corners.map(corner => api.coord([toX(corner.x), toY(corner.y)]));
            children.push({ type: 'polyline', shape: { points: corners }, style: { stroke: ink, lineWidth: 1, lineDash: [4, 3], fill: 'none' } });
            const [begin, end] = corners;
            const level = Math.abs(begin[1] - end[1]) < 1;
            // A slope is named beside its middle, where no level line crosses it.
            children.push(
              level
                ? words(limit.name, end[0], end[1] - 4, ink, 'right', 'bottom')
                : words(limit.name, (begin[0] + end[0]) / 2 - 8, (begin[1] + end[1]) / 2 - 4, ink, 'right', 'bottom'));
          }
        }
        return { type: 'group', children };
      },
    };
  }

  /** Points over two axes; the lines between them are a series of the same name. */
  function plane(chart, visible, wide) {
    const legend = legendOf(chart, wide);
    const toX = SCALES[chart.x.scale].to;
    const toY = SCALES[chart.y.scale].to;
    const points = visible.flatMap(series => series.points);
    const corners = chart.limits.flatMap(limit => limit.corners);
    const xs = [...points, ...corners].map(p => toX(p.x));
    const ys = [
      ...points.flatMap(p => [p.low ?? p.y, p.y, p.high ?? p.y]),
      ...corners.map(c => c.y),
      ...chart.limits.map(limit => limit.y).filter(y => y !== undefined),
    ].map(toY);
    const high = Math.min(420, Math.max(280, wide * 0.42));
    const series = [limits(chart, [xs[0], ys[0]], toX, toY, Math.max(...points.map(p => p.y)))];
    for (const one of chart.series) {
      const colour = colourOf(one);
      if (chart.kind === 'lines') {
        series.push({
          type: 'line',
          name: one.name,
          silent: true,
          symbol: 'none',
          z: 2,
          data: one.points.map(p => [toX(p.x), toY(p.y)]),
          lineStyle: { color: colour, width: 1.5, type: one.variant ? 'dashed' : 'solid' },
          itemStyle: { color: colour },
          emphasis: { disabled: true },
        });
      }
      series.push({
        type: 'custom',
        name: one.name,
        z: 3,
        clip: false,
        itemStyle: { color: colour },
        data: one.points.map(p => ({ value: [toX(p.x), toY(p.y)], text: p.text })),
        renderItem: (params, api) => {
          const p = one.points[params.dataIndex];
          const [x, y] = api.coord([toX(p.x), toY(p.y)]);
          const children = [];
          if (p.low !== undefined && p.low !== p.high) {
            const [low, top] = [p.low, p.high].map(end => api.coord([toX(p.x), toY(end)])[1]);
            children.push(line(x, low, x, top, colour, 1), line(x - 3, low, x + 3, low, colour, 1), line(x - 3, top, x + 3, top, colour, 1));
          }
          children.push(mark(markOf(one, chart.kind === 'points' ? p.shape : undefined), x, y, chart.kind === 'points' ? 3.5 : 4));
          return { type: 'group', children };
        },
      });
    }
    return {
      height: legend.height + high + 60,
      option: {
        ...base(chart, legend),
        grid: { left: 4, right: 28, top: legend.height + 34, bottom: 30, containLabel: true },
        xAxis: axis(chart.x, xs, wide / 48, { nameLocation: 'middle', nameGap: 28 }),
        yAxis: axis(chart.y, ys, high / 28, {
          nameLocation: 'end',
          nameGap: 12,
          nameTextStyle: { color: soft, fontSize: FONT, fontFamily: FAMILY, align: 'left', padding: [0, 0, 0, -8] },
        }),
        series,
      },
    };
  }

  /** A row for each category and in it a lane for each series. */
  function lanes(chart, visible, wide) {
    const legend = legendOf(chart, wide);
    const to = SCALES[chart.x.scale].to;
    const swarm = chart.kind === 'swarm';
    const lane = swarm ? SWARM_LANE : LANE;
    const longest = Math.max(...chart.categories.map(name => width(name, FONT)));
    const room = Math.min(wide < NARROW ? 110 : 260, Math.ceil(longest) + 2);
    const band = Math.max(visible.length * lane + 10, Math.ceil(longest / room) * 15 + 6);
    const values = [
      ...visible
        .flatMap(series => series.points)
        .filter(p => p.x !== undefined)
        .flatMap(p => [p.low ?? p.x, p.x, p.high ?? p.x]),
      ...chart.limits.map(limit => limit.x),
    ].map(to);
    const top = legend.height + (chart.limits.length ? 24 : 8);
    const left = room + 12;
    const series = [limits(chart, [values[0], 0], to)];
    for (const one of chart.series) {
      const colour = colourOf(one);
      const offset = (visible.indexOf(one) - (visible.length - 1) / 2) * lane;
      series.push({
        type: 'custom',
        name: one.name,
        z: 3,
        clip: false,
        itemStyle: { color: colour },
        data: one.points.map(p => ({ value: [p.x === undefined ? values[0] : to(p.x), p.y], text: p.text })),
        renderItem: (params, api) => {
          const p = one.points[params.dataIndex];
          const { x: begin, width: across } = params.coordSys;
          const y = api.coord([values[0], p.y])[1] + offset;
          if (p.x === undefined) {
            return { type: 'group', children: [words(`× ${p.label}`, begin + 6, y, colour, 'left', 'middle')] };
          }
          const [x, low, high] = [p.x, p.low ?? p.x, p.high ?? p.x].map(value => api.coord([to(value), p.y])[0]);
          const children = swarm ? [] : [line(begin, y, begin + across, y, 'var(--grid)', 1)];
          if (low !== high) {
            children.push(line(low, y, high, y, colour, 1.5));
          }
          children.push(mark(markOf(one), x, y, swarm ? 3 : 4));
          if (p.label !== undefined) {
            const fits = Math.max(x, high) + 8 + width(p.label, SMALL) <= begin + across;
            children.push(
              fits
                ? words(p.label, Math.max(x, high) + 8, y, ink, 'left', 'middle')
                : words(p.label, Math.min(x, low) - 8, y, ink, 'right', 'middle'));
          }
          return { type: 'group', children };
        },
      });
    }
    return {
      height: top + band * chart.categories.length + 58,
      option: {
        ...base(chart, legend),
        grid: { left, right: 28, top, bottom: 58 },
        xAxis: axis(chart.x, values, (wide - left) / 48, { nameLocation: 'middle', nameGap: 28 }),
        yAxis: {
          type: 'category',
          inverse: true,
          data: chart.categories,
          axisLine: { onZero: false, lineStyle: { color: 'var(--line)' } },
          axisTick: { show: false },
          axisLabel: { color: ink, fontSize: FONT, fontFamily: FAMILY, interval: 0, width: room, overflow: 'break', lineHeight: 15 },
          splitLine: { show: true, lineStyle: { color: 'var(--line)' } },
        },
        series,
      },
    };
  }

  /** A drawing that is higher than a sheet would be cut into pieces: it becomes a smaller one. */
  function shrink(place, wide, height, most) {
    const svg = place.querySelector('svg');
    if (height <= most) {
      svg.removeAttribute('viewBox');
      return;
    }
    svg.setAttribute('viewBox', `0 0 ${wide} ${height}`);
    svg.setAttribute('height', most);
    svg.parentElement.style.height = `${most}px`;
    place.style.height = `${most}px`;
  }

  /** Draws a chart into its place. Axes fit what is switched on. */
  function draw(place, chart) {
    const drawing = echarts.init(place, null, { renderer: 'svg', width: 100, height: 100 });
    let selected = {};
    let known = 0;
    const fit = (wide, most = Infinity) => {
      const on = chart.series.filter(series => selected[series.name] !== false);
      const visible = on.some(series => series.points.some(p => p.x !== undefined)) ? on : chart.series;
      const { height, option } = (chart.y ? plane : lanes)(chart, visible, wide);
      option.legend.selected = selected;
      place.style.height = `${height}px`;
      // From nothing: elements that ECharts takes over from the last drawing lose their fill.
      drawing.clear();
      drawing.resize({ width: wide, height });
      drawing.setOption(option);
      shrink(place, wide, height, most);
    };
    const follow = () => {
      const wide = place.clientWidth;
      if (wide > 0 && wide !== known) {
        known = wide;
        fit(wide);
      }
    };
    drawing.on('legendselectchanged', event => {
      ({ selected } = event);
      // ECharts is still at work on its own answer.
      setTimeout(() => fit(known));
    });
    follow();
    new ResizeObserver(follow).observe(place);
    addEventListener('beforeprint', () => fit(PRINTED_WIDTH, PRINTED_HEIGHT));
    addEventListener('afterprint', () => fit(known));
    return drawing;
  }

  /** The drawing as a file, for paper: with the colours of a light page. */
  function save(drawing, title) {
    const [light] = document.styleSheets[0].cssRules;
    const svg = drawing
      .renderToSVGString()
      .replace(/var\((--\w+)\)/g, (whole, name) => light.style.getPropertyValue(name).trim());
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    link.download = `${title.replace(/[^\w.-]+/g, '-').slice(0, 80)}.svg`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const charts = JSON.parse(document.getElementById('charts').textContent);
  for (const place of document.querySelectorAll('.chart')) {
    const drawing = draw(place, charts[Number(place.dataset.chart)]);
    const button = document.createElement('button');
    button.className = 'save';
    button.textContent = 'SVG';
    button.title = 'Save this chart as an SVG file';
    button.addEventListener('click', () => save(drawing, place.getAttribute('aria-label')));
    place.closest('figure').querySelector('figcaption').append(button);
  }

  /** A click sorts a table by a column, a second one the other way; what has no value stays last. */
  function sort(table, head) {
    const column = head.cellIndex;
    const numeric = head.classList.contains('num');
    const first = numeric ? 'descending' : 'ascending';
    const second = numeric ? 'ascending' : 'descending';
    const order = head.getAttribute('aria-sort') === first ? second : first;
    for (const other of head.parentNode.cells) {
      other.removeAttribute('aria-sort');
    }
    head.setAttribute('aria-sort', order);
    const key = row => {
      const cell = row.cells[column];
      return numeric ? (cell.dataset.value === undefined ? null : Number(cell.dataset.value)) : cell.textContent;
    };
    const collator = new Intl.Collator('en', { numeric: true });
    const sign = order === 'ascending' ? 1 : -1;
    const rows = [...table.tBodies[0].rows].map(row => ({ row, value: key(row) }));
    rows.sort((a, b) => {
      if (a.value === null || b.value === null) {
        return (a.value === null) - (b.value === null);
      }
      return sign * (numeric ? a.value - b.value : collator.compare(a.value, b.value));
    });
    table.tBodies[0].append(...rows.map(({ row }) => row));
  }

  for (const head of document.querySelectorAll('thead th')) {
    const button = document.createElement('button');
    button.textContent = head.textContent;
    button.addEventListener('click', () => sort(head.closest('table'), head));
    head.replaceChildren(button);
  }
})();
