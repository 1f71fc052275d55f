import { isServedHost, nameAtPi } from '../http/pi-hosts.ts'
import { describeRefusedHost } from '../http/refused-hosts.ts'

export type Target = { host: string; port: number; isTls: boolean }

/** `pass`: it is not of Pi, and the program reaches it itself. */
export type TargetVerdict = { kind: 'mock' } | { kind: 'pass' } | { kind: 'refused'; why: string }

const HTTPS_PORT = 443

/** Where a program's connection leads. Nothing is looked up for it. */
export function judgeTarget(
  { host, port, isTls }: Target,
  { onlyPi }: { onlyPi: boolean },
): TargetVerdict {
  const name = nameAtPi(host)
  if (name == null) {
    return onlyPi
      ? refused(`${host} is not one of Pi's hosts, and --only-pi refuses all others.`)
      : { kind: 'pass' }
  }
  if (!isServedHost(name)) return refused(describeRefusedHost(name))
  if (isTls && port === HTTPS_PORT) return { kind: 'mock' }
  return refused(
    `${name} was requested ${isTls ? `on port ${port}` : 'without TLS'}, but the mock serves it only by https on port ${HTTPS_PORT}.`,
  )
}

/** Reads the target of a CONNECT, as `api.minepi.com:443`. */
export function readAuthorityForm(text: string): Target | undefined {
  const [, ipv6, name, digits] =
    /^(?:\[([\da-f:.]+)\]|([^\s:@/?#[\]\\]+)):(\d{1,5})$/i.exec(text) ?? []
  const host = ipv6 ?? name
  const port = Number(digits)
  if (host == null || port < 1 || port > 65_535) return undefined
  // A tunnel is for TLS; what comes in it is not looked at.
  return { host, port, isTls: true }
}

function refused(why: string): TargetVerdict {
  return { kind: 'refused', why }
}
