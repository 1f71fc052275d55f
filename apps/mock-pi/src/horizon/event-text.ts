/** Begins a stream: a client whose connection breaks tries again after a second. */
export const HELLO = event({ retry: 1000, event: 'open', data: JSON.stringify('hello') })
/** Ends a stream that may be opened again at once. */
export const GOODBYE = event({ retry: 10, event: 'close', data: JSON.stringify('byebye') })
/** Ends a stream that cannot go on; Horizon writes the reason into its log only. */
export const FAULT = event({ event: 'error', data: 'Unexpected stream error' })

/** A record of a list: a client that lost its connection goes on after this id. */
export function recordEvent(record: { paging_token: string }): string {
  return event({ id: record.paging_token, data: JSON.stringify(record) })
}

/** A single resource; there is nothing after which to go on. */
export function resourceEvent(resource: object): string {
  return event({ data: JSON.stringify(resource) })
}

/** Fields in the order in which Horizon writes them. */
function event(fields: { retry?: number; id?: string; event?: string; data: string }): string {
  const { retry, id, event, data } = fields
  const lines = Object.entries({ retry, id, event, data }).filter(([, value]) => value != null)
  return `${lines.map(([name, value]) => `${name}: ${value}\n`).join('')}\n`
}
