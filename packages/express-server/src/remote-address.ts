import { isIPv6 } from 'node:net'

/** Who an address counts as: of IPv6 the /64 that one customer has. */
export function addressCaller(address: string): string {
  const [mapped] = /(?<=^::ffff:)\d+\.\d+\.\d+\.\d+$/i.exec(address) ?? []
  if (mapped != null) return mapped
  return isIPv6(address) ? `${network64(address)}::/64` : address
}

/** Whether an address as node reports it belongs to this machine. */
export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address)
}

function network64(address: string): string {
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::')
  const before = groups(head)
  const zeros = Array.from({ length: 8 - before.length - groups(tail).length }, () => '0')
  return [...before, ...zeros, ...groups(tail)]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

function groups(part: string): string[] {
  return part === '' ? [] : part.split(':')
}
