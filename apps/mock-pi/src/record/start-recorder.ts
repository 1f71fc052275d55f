import type { IncomingMessage, ServerResponse } from 'node:http'
import { describeBindFailure, listen } from '@aloha-pi/express-server'
import { isLoopback } from '../redirect/mock-url.ts'
import { passOn, type PassedListener } from './pass-on.ts'
import type { Upstream } from './read-upstream.ts'

export type Recorder = {
  url: string
  /** Lets running requests finish for so long, in ms, then cuts them off. */
  close(graceMs: number): Promise<void>
}

const CHOOSE = { port: 'choose another port with --port', host: 'choose another address' }

/** Listens on loopback and sends every request on to the upstream. Throws a sentence when it cannot listen. */
export async function startRecorder({
  upstream,
  port,
  listener,
}: {
  upstream: Upstream
  /** 0 takes a free port. */
  port: number
  listener: PassedListener
}): Promise<Recorder> {
  let isEnding = false
  const passing = new Set<Promise<void>>()
  const listening = await listenOn(port, (req, res) => {
    const refused = refusalOf(req, upstream)
    if (refused != null) return refuse(res, refused)
    const passed = passOn(req, res, { upstream, listener, isEnding: () => isEnding }).finally(() =>
      passing.delete(passed),
    )
    passing.add(passed)
  })
  const own = String(listening.port)
  if (upstream.isLoopback && (upstream.url.port || '80') === own) {
    await listening.close()
    throw new Error(`--upstream is the address of mock-pi record itself: choose another --port`)
  }
  return {
    url: `http://127.0.0.1:${own}`,
    async close(graceMs) {
      isEnding = true
      await listening.close(graceMs)
      // What was cut off is reported a moment later.
      await Promise.all(passing)
    },
  }
}

async function listenOn(
  port: number,
  handler: (req: IncomingMessage, res: ServerResponse) => void,
) {
  try {
    return await listen({ handler, port })
  } catch (error) {
    const why = describeBindFailure(error, { port }, CHOOSE)
    throw why == null ? error : new Error(why, { cause: error })
  }
}

type Refused = { status: number; why: string }

/** A page that made its own name lead to this machine, and a client that takes the recorder for a proxy. */
function refusalOf(req: IncomingMessage, { url }: Upstream): Refused | undefined {
  const name = (req.headers.host ?? '').replace(/:\d+$/, '')
  if (!isLoopback(name.toLowerCase()) && name.toLowerCase() !== url.hostname) {
    return { status: 403, why: 'the header Host must be this machine, or the host of --upstream' }
  }
  if (req.url?.startsWith('/') !== true) {
    return {
      status: 400,
      why: 'this is not a proxy: use its URL instead of the one of the upstream',
    }
  }
  return undefined
}

function refuse(res: ServerResponse, { status, why }: Refused) {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  res.end(`mock-pi record: ${why}.\n`)
}
