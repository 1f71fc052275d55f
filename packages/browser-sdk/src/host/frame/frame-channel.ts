import { readMessage, type MessageId, type MessageType, type Payload } from '../protocol.ts'

export type FrameChannel = {
  /** Sends one message to the page around this one, and resolves with its response. Rejects as the signal does. */
  ask(type: MessageType, payload?: Payload, signal?: AbortSignal): Promise<Payload>
}

type Waiting = { resolve: (payload: Payload) => void; reject: (error: Error) => void }

/** Messages to a host of this origin, and none but its responses. */
export function createFrameChannel(hostOrigin: string): FrameChannel {
  const waiting = new Map<MessageId, Waiting>()
  let next = 0
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== hostOrigin) return
    const message = readMessage(data)
    if (message == null) return
    const { id, payload } = message
    const asked = waiting.get(id)
    waiting.delete(id)
    const { error } = payload
    if (typeof error === 'string') asked?.reject(new Error(error))
    else asked?.resolve(payload)
  })
  return {
    ask: (type, payload, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        const id = next
        next += 1
        waiting.set(id, { resolve, reject })
        const leave = () => {
          waiting.delete(id)
          reject(signal?.reason as Error)
        }
        signal?.addEventListener('abort', leave, { once: true })
        window.parent.postMessage(JSON.stringify({ id, type, payload }), hostOrigin)
      }),
  }
}
