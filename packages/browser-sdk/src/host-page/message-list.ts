import { h } from '../host/dialogs/dom.ts'
import type { MessageId, Payload } from '../host/protocol.ts'

const MAX_SHOWN = 40
const MAX_TEXT = 300
const SECRET = '…'

export type Shown = { from: 'app' | 'host'; id: MessageId; text: string; payload: Payload }

/** Shows the newest messages first. Access tokens are left out. */
export function createMessageList(list: HTMLElement) {
  return ({ from, id, text, payload }: Shown) => {
    const { accessToken, ...rest } = payload
    const shown = accessToken == null ? payload : { accessToken: SECRET, ...rest }
    const hasPayload = Object.keys(payload).length > 0
    const details = hasPayload ? JSON.stringify(shown).slice(0, MAX_TEXT) : ''
    const line = h(
      'li',
      {},
      h('b', {}, `${from === 'app' ? 'app → host' : 'host → app'} ${String(id).slice(0, 40)}`),
      ` ${text.slice(0, MAX_TEXT)} `,
      h('code', {}, details),
    )
    list.prepend(line)
    while (list.childElementCount > MAX_SHOWN) list.lastElementChild?.remove()
  }
}
