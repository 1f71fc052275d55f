import dns from 'node:dns'
import { connectionRefused } from './connection-errors.ts'
import { judgeLookup } from './judge-connection.ts'
import { replaceFunction } from './replace-function.ts'

/**
 * Refuses every lookup of a name in Pi's domains, whether it calls back or returns a promise. Returns the undo
 * function.
 */
export function refuseLookups(): () => void {
  const undo = [
    // `dns.setServers` binds the functions of the module to those of the prototype again.
    ...refuseAmong(dns.Resolver.prototype, callBack),
    ...refuseAmong(dns.promises.Resolver.prototype, reject),
    ...refuseAmong(dns, callBack),
    ...refuseAmong(dns.promises, reject),
  ]
  return () => undo.forEach((each) => each())
}

type Refuse = (error: Error, args: unknown[]) => { result: unknown } | undefined

function refuseAmong(owner: object, refuse: Refuse) {
  return Object.getOwnPropertyNames(owner)
    .filter((name) => name === 'lookup' || /^resolve($|[A-Z\d])/.test(name))
    .map((name) =>
      replaceFunction(owner, name, (args) => {
        const verdict = judgeLookup(args[0])
        return verdict?.refusal == null
          ? undefined
          : refuse(connectionRefused(verdict.host, verdict.refusal), args)
      }),
    )
}

function callBack(error: Error, args: unknown[]) {
  const callback = args.at(-1)
  // Without one the real function says what is missing.
  if (typeof callback !== 'function') return undefined
  process.nextTick(() => callback(error))
  return { result: {} }
}

function reject(error: Error) {
  return { result: fail(error) }
}

async function fail(error: Error): Promise<never> {
  throw error
}
