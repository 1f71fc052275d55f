import { expect, test } from 'vitest'
import { html } from './html.ts'

test('text is escaped, in elements and in attributes; pieces and lists of pieces are not', () => {
  const bold = html`<b>${'<i>'}</b>`
  const page = html`<p title="${`"'>&`}">${bold}${[bold, bold]}${7}${undefined}${false}</p>`
  const piece = '<b>&lt;i&gt;</b>'
  expect(page.markup).toBe(`<p title="&quot;&#39;&gt;&amp;">${piece}${piece}${piece}7</p>`)
})
