import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** A connection and what it still has to carry. */
export type Connection = {
  readonly socket: Duplex
  /** Responses that are not completely sent, oldest first. */
  readonly open: ServerResponse[]
  /** The response to the newest request. */
  latest: ServerResponse | undefined
  /** The last response is written. What still arrives is discarded. */
  closing: boolean
  /** The response that the client is taking its time to read, and since when. */
  unread: { response: ServerResponse; since: number } | undefined
}

export function newConnection(socket: Duplex): Connection {
  return { socket, open: [], latest: undefined, closing: false, unread: undefined }
}

/** What to do when node's parser refuses what arrived. */
export type BrokenVerdict = 'respond' | 'close' | 'destroy'

/**
 * `respond`: nothing has been said about this request. `close`: it has its response, which may still be on the way.
 * `destroy`: another response is due first, and ours would be taken for it.
 */
export function judgeBroken({ open, latest }: Connection): BrokenVerdict {
  const [next] = open
  if (next == null) return latest == null || latest.req.complete ? 'respond' : 'close'
  if (open.length > 1) return 'destroy'
  if (next.writableEnded) return 'close'
  return next.headersSent || next.req.complete ? 'destroy' : 'respond'
}

/** The client keeps the server waiting: for the rest of the request, or until it reads the response. */
export function isStalled({ open: [next] }: Connection): boolean {
  return next != null && (!next.req.complete || next.writableEnded)
}

/** How long, at `now`, the client has not read the response in turn. */
export function unreadMs(connection: Connection, now: number): number {
  const [response] = connection.open
  if (response == null || !response.headersSent || isRead(response)) {
    connection.unread = undefined
    return 0
  }
  if (connection.unread?.response !== response) connection.unread = { response, since: now }
  return now - connection.unread.since
}

/** Whether the client has read all that was written: a stream of events goes on after that. */
function isRead(response: ServerResponse): boolean {
  return response.writableFinished || (!response.writableEnded && response.writableLength === 0)
}
