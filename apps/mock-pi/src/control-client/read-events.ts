import { controlContract, mockEventSchema } from '@aloha-pi/contracts/control'
import type { MockEvent } from '@aloha-pi/contracts/wire'
import { fillRoute, readJson, refusalOf, send, type CallPorts } from './call-control.ts'
import type { EventsOptions } from './mock-control.ts'
import { MockControlError } from './mock-control-error.ts'

/** The events of the mock, one after another. */
export async function* readEvents(
  ports: CallPorts,
  { kinds, signal }: EventsOptions = {},
): AsyncGenerator<MockEvent, void> {
  const { url } = fillRoute(ports.url, controlContract.events, [{ kinds: kinds?.join(',') }])
  const left = new AbortController()
  const either = signal == null ? left.signal : AbortSignal.any([signal, left.signal])
  if (either.aborted) return
  try {
    const response = await send(ports, url, { signal: either })
    const request = 'GET /_mock/events'
    if (!response.ok || response.body == null) {
      throw refusalOf(request, response, await readJson(request, response))
    }
    for await (const block of blocksOf(response.body)) {
      const [, data] = /^data: (.*)$/m.exec(block) ?? []
      if (data != null) yield readEvent(data)
    }
  } catch (error) {
    // Who ends the stream wants no error of it.
    if (signal?.aborted !== true) throw error
  } finally {
    left.abort()
  }
}

/** Blocks of a stream of events: what stands between empty lines. */
async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let text = ''
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      yield* blocks
    }
  } catch (cause) {
    throw new MockControlError('no_response', 'The stream of events ended early', { cause })
  }
}

function readEvent(data: string): MockEvent {
  const parsed = mockEventSchema.safeParse(JSON.parse(data))
  if (parsed.success) return parsed.data
  throw new MockControlError('unexpected_response', 'GET /_mock/events sent an unknown event')
}
