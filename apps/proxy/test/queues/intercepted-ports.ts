import type { Clock } from '../../src/payouts/model/ports.ts'

/** One call to Pi or Horizon that left the process. */
export type Call = { name: string; args: readonly unknown[]; at: number }

/** What a test does to calls: undefined leaves a call, or its response, as it is. */
export type Intercept = {
  /** The response of a call that does not arrive. */
  instead?: (call: Call) => unknown
  /** How long the test's own responses take; else they come soon. */
  takesMs?: number
  /** Another response than the one of a call that arrived. */
  response?: (call: Call, real: unknown) => unknown
}

const ROUND_TRIP_MS = 100

/** A port whose calls are counted, and whose responses the test gives. */
export function intercepted<Port extends object>(
  place: string,
  port: Port,
  { clock, calls, intercept }: { clock: Clock; calls: Call[]; intercept: () => Intercept },
): Port {
  const methods = Object.entries(port).map(([method, real]) => {
    const name = `${place}.${method}`
    const made = async (...args: unknown[]) => {
      const call: Call = { name, args, at: clock.now() }
      calls.push(call)
      const { instead, response, takesMs = ROUND_TRIP_MS } = intercept()
      const other = instead?.(call)
      if (other !== undefined) {
        await clock.sleep(takesMs)
        return other
      }
      const result: unknown = await real(...args)
      return response?.(call, result) ?? result
    }
    return [method, made] as const
  })
  // Walking over the methods loses their types; each takes and returns what it did.
  return Object.fromEntries(methods) as unknown as Port
}
