import type { Duplex } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** The body of a response: what arrives is written, and its reader gets it decoded. */
export type ReceivedBody = {
  /** Whether more may come now; if not, `onDrain` is called when it may. */
  write(chunk: Uint8Array): boolean
  end(): void
  /** The reader gets this error after what came before it. */
  fail(error: Error): void
  read(): Promise<IteratorResult<Uint8Array, undefined>>
}

const decoders: Record<string, () => Duplex> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** Bytes that may wait for the reader. */
const MAX_WAITING = 65_536

export function receiveBody(coding: string | null, onDrain: () => void): ReceivedBody {
  const decode = decoders[coding?.toLowerCase() ?? '']
  return decode == null ? receivePlain(onDrain) : receiveEncoded(decode(), onDrain)
}

/** Without a stream, which costs more than the rest of a call. */
function receivePlain(onDrain: () => void): ReceivedBody {
  const chunks: Uint8Array[] = []
  let bytes = 0
  let isFull = false
  let ending: { error?: Error } | undefined
  let waiting: PromiseWithResolvers<void> | undefined
  const wake = () => {
    waiting?.resolve()
    waiting = undefined
  }
  const finish = (how: { error?: Error }) => {
    ending ??= how
    wake()
  }
  const read: ReceivedBody['read'] = async () => {
    const value = chunks.shift()
    if (value != null) {
      bytes -= value.length
      if (isFull && bytes <= MAX_WAITING) {
        isFull = false
        onDrain()
      }
      return { done: false, value }
    }
    if (ending == null) {
      waiting ??= Promise.withResolvers()
      await waiting.promise
      return read()
    }
    if (ending.error != null) throw ending.error
    return { done: true, value: undefined }
  }
  return {
    write(chunk) {
      chunks.push(chunk)
      bytes += chunk.length
      isFull = bytes > MAX_WAITING
      wake()
      return !isFull
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
    read,
  }
}

function receiveEncoded(decoder: Duplex, onDrain: () => void): ReceivedBody {
  // The reader gets errors when it reads.
  decoder.on('error', () => {})
  decoder.on('drain', onDrain)
  const chunks = decoder.iterator()
  return {
    write: (chunk) => decoder.write(chunk),
    end: () => decoder.end(),
    fail: (error) => decoder.destroy(error),
    read: () => chunks.next(),
  }
}
