import { onTestFinished } from 'vitest'

/** One event of a stream; `data` is JSON, except in the event `error`. */
export type StreamEvent = { id?: string; event?: string; retry?: string; data: string }

/** Opens a stream of events and reads it event by event; it is closed when the test ends. */
export async function openStream(url: string, headers: Record<string, string> = {}) {
  const end = new AbortController()
  onTestFinished(() => end.abort())
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: end.signal,
  })
  const events = read(response)
  const next = async () => (await events.next()).value
  return {
    status: response.status,
    headers: response.headers,
    /** The next event; undefined when the stream has ended. */
    next,
    /** The record of the next event. */
    async record() {
      const event = await next()
      if (event == null) throw new Error('The stream has ended')
      return JSON.parse(event.data)
    },
    /** All that comes until the server ends the stream. */
    async rest() {
      const all: StreamEvent[] = []
      for (let event = await next(); event != null; event = await next()) all.push(event)
      return all
    },
    close: () => end.abort(),
  }
}

async function* read(response: Response): AsyncGenerator<StreamEvent, undefined> {
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) yield parse(part)
  }
  if (text !== '') throw new Error(`The stream ends within an event: ${text}`)
}

function parse(block: string): StreamEvent {
  const fields = block.split('\n').map((line) => {
    const [, name = '', value = ''] = /^(\w+): (.*)$/.exec(line) ?? []
    return [name, value]
  })
  return Object.fromEntries(fields)
}
