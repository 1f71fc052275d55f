import type { Journal, JournalEntry } from '../../journal.ts'
import { recall, remember } from '../../storage.ts'
import { h } from './dom.ts'
import type { Stage } from './stage.ts'

const HIDDEN = 'mock-pi:panel'

export type PanelOptions = {
  stage: Stage
  journal: Journal
  username: () => string | undefined
  signOut: () => void
}

/** Shows the last calls and callbacks in a corner of the page, unless somebody closed it for good. */
export async function showPanel({ stage, journal, username, signOut }: PanelOptions) {
  if (recall('local', HIDDEN) === 'closed') return
  const list = h('ol')
  const user = h('p', { class: 'quiet' })
  const draw = () => {
    list.replaceChildren(...journal.latest().map(lineOf))
    const name = username()
    user.textContent = name == null ? 'No user is signed in.' : `Signed in as ${name}.`
  }
  const panel = h(
    'section',
    { class: 'panel', 'aria-label': 'mock Pi: the last calls and callbacks' },
    h(
      'details',
      {},
      h('summary', {}, 'mock Pi'),
      user,
      list,
      h(
        'div',
        { class: 'actions' },
        h(
          'button',
          {
            type: 'button',
            title: 'The next authenticate asks which user it is',
            onclick: () => {
              signOut()
              draw()
            },
          },
          'Switch user',
        ),
        h(
          'button',
          {
            type: 'button',
            onclick: () => {
              remember('local', HIDDEN, 'closed')
              panel.remove()
            },
          },
          'Close for good',
        ),
      ),
    ),
  )
  draw()
  journal.onAdd(draw)
  await stage.add(panel)
}

function lineOf({ at, report: { kind, name, detail = '' } }: JournalEntry): HTMLElement {
  const time = at == null ? '' : new Date(at).toLocaleTimeString('en-GB')
  const text = kind === 'call' ? `Pi.${name}` : name
  return h(
    'li',
    { class: kind, title: detail },
    h('time', {}, time),
    h('span', {}, kind === 'error' ? `${text}: ${detail}` : text),
  )
}
