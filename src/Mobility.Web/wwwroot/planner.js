// Draw a trip on the year: from the day where the pointer goes down to the one where it comes up. Without script the days are typed.
(() => {
  const form = document.querySelector('form[data-planner]')
  const table = document.querySelector('table.yr')
  if (!form || !table) return
  const [from, to] = ['Try.From', 'Try.To'].map(name => form.elements[name])
  const rows = [...table.tBodies[0].rows]
  const days = rows.map(row => [...row.cells].filter(cell => cell.tagName === 'TD' && !cell.matches('.x, .kn')))
  const all = days.flatMap((cells, month) => cells.map((cell, day) => ({ cell, month: month + 1, day: day + 1 })))
  const at = new Map(all.map((day, i) => [day.cell, i]))
  const iso = ({ month, day }) => [form.dataset.year, month, day].map(n => String(n).padStart(2, '0')).join('-')
  let start = null
  const mark = end => all.forEach(({ cell }, i) => cell.classList.toggle('try', start !== null && i >= Math.min(start, end) && i <= Math.max(start, end)))
  const under = event => at.get(event.target.closest?.('td')) ?? at.get(document.elementFromPoint(event.clientX, event.clientY)?.closest('td'))
  table.addEventListener('pointerdown', event => {
    // A finger scrolls; a link of a day is followed.
    if (event.pointerType === 'touch' || event.button !== 0 || event.target.closest('a')) return
    start = under(event) ?? null
    if (start === null) return
    event.preventDefault()
    mark(start)
  })
  document.addEventListener('pointermove', event => {
    const end = start === null ? undefined : under(event)
    if (end !== undefined) mark(end)
  })
  document.addEventListener('pointerup', event => {
    if (start === null) return
    const end = under(event)
    if (end !== undefined) {
      from.value = iso(all[Math.min(start, end)])
      to.value = iso(all[Math.max(start, end)])
      const country = form.elements['Try.Country']
      if (country.value) form.requestSubmit()
      else country.focus()
    }
    start = null
  })
  form.querySelector('[data-planner-hint]').hidden = !matchMedia('(pointer: fine)').matches
})()
