import { readMessage, type MessageId, type Payload } from '../host/protocol.ts'
import { createMockClock } from '../mock/clock.ts'
import { describeFailure } from '../mock/request.ts'
import { createWalletApi } from '../mock/wallet-api.ts'
import { createPlayedHost } from '../played-host.ts'
import { createResponders, type Respond } from './respond-to-messages.ts'
import { createMessageList } from './message-list.ts'

export type HostPage = {
  mockUrl: string
  appUrl: string
  appId: string
  frame: HTMLIFrameElement
  list: HTMLElement
  switchUser: HTMLElement
}

/** Shows the app in the frame, and responds to the messages of Pi's protocol that it sends. */
export function startHostPage({ mockUrl, appUrl, appId, frame, list, switchUser }: HostPage) {
  const { origin: appOrigin, host: appHost } = new URL(appUrl)
  const api = createWalletApi(mockUrl, appId)
  const { host, signOut } = createPlayedHost({ api, clock: createMockClock(api), appHost })
  const responses = new Map<string, Respond>(
    Object.entries(createResponders({ host, api, appId, appOrigin })),
  )
  const show = createMessageList(list)

  async function respond(id: MessageId, type: string, payload: Payload) {
    show({ from: 'app', id, text: type, payload })
    const handle = responses.get(type)
    if (handle == null) return show({ from: 'host', id, text: 'no response: unknown', payload: {} })
    let payloadOfResponse: Payload
    try {
      payloadOfResponse = await handle(payload)
    } catch (error) {
      payloadOfResponse = { error: describeFailure(error) }
    }
    show({ from: 'host', id, text: '', payload: payloadOfResponse })
    // No other page gets it, should the frame show one by now.
    frame.contentWindow?.postMessage(
      JSON.stringify({ id, type, payload: payloadOfResponse }),
      appOrigin,
    )
  }

  addEventListener('message', ({ source, origin, data }) => {
    if (source !== frame.contentWindow || origin !== appOrigin) return
    const message = readMessage(data)
    if (message?.type == null) return
    void respond(message.id, message.type, message.payload)
  })
  switchUser.addEventListener('click', signOut)
  frame.src = appUrl
}
