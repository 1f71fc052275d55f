import { CouldNotRunError } from '../could-not-run-error.ts'
import type { Clock } from '../system-ports.ts'
import { headerOf, jsonOf, type Send, type WireResponse } from './wire.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The last word before anything leaves: in a read-only run no other method does, wherever to. */
export function onlyReads(send: Send): Send {
  return async (request) => {
    if (!READS.has(request.method)) {
      throw new Error(`A read-only run tried to send ${request.method} ${request.path}`)
    }
    return send(request)
  }
}

/** Ends the run at the first sight of a payment of the real network; from then on nothing is sent. */
export function neverMainnet(send: Send): Send {
  let seen: CouldNotRunError | undefined
  return async (request) => {
    if (seen != null) throw seen
    const response = await send(request)
    const id = mainnetPayment(jsonOf(response))
    if (id == null) return response
    seen = new CouldNotRunError(
      `payment ${id} is on "Pi Network", the real network, so the run stops. --allow-mainnet allows it`,
    )
    throw seen
  }
}

/** The id of a payment of the real network, wherever in the response it is. */
function mainnetPayment(json: unknown): string | undefined {
  if (typeof json !== 'object' || json == null) return undefined
  if ('network' in json && json.network === 'Pi Network' && 'identifier' in json) {
    return String(json.identifier)
  }
  for (const each of Object.values(json)) {
    const id = mainnetPayment(each)
    if (id != null) return id
  }
  return undefined
}

const LONGEST_WAIT_S = 120
const MAX_WAITS = 3

/** Waits when the target limits calls, as it says, and asks again: a 429 did nothing. */
export function waitWhenLimited(
  send: Send,
  clock: Clock,
  onNote: (sentence: string) => void,
): Send {
  let noted = 0
  return async (request) => {
    let response = await send(request)
    for (let waits = 0; waits < MAX_WAITS; waits++) {
      const seconds = retryAfter(response)
      if (seconds == null) break
      // Of many calls at once that all wait, one says so.
      if (clock.now() >= noted) onNote(`the target limits calls: waiting ${seconds} s`)
      noted = clock.now() + seconds * 1000
      await clock.sleep(seconds * 1000)
      response = await send(request)
    }
    return response
  }
}

function retryAfter(response: WireResponse): number | undefined {
  if (response.status !== 429) return undefined
  const seconds = Number(headerOf(response, 'retry-after'))
  return seconds > 0 && seconds <= LONGEST_WAIT_S ? seconds : undefined
}

/** Counts what is sent. */
export function counted(send: Send): { send: Send; requests: () => number } {
  let requests = 0
  return {
    send: (request) => {
      requests += 1
      return send(request)
    },
    requests: () => requests,
  }
}
