import { readFileSync } from 'node:fs'
import { isIPv4, type Socket } from 'node:net'
import { endianness } from 'node:os'

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6']
/** How an IPv4 address begins in the table of IPv6. */
const MAPPED = '0000000000000000FFFF0000'

/**
 * Whether the program at the other end of a connection of this machine runs as this user. Only Linux says so; elsewhere
 * it counts as one that does.
 */
export function isOwnPeer(socket: Socket): boolean {
  if (process.platform !== 'linux') return true
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  const [theirs, ours] = [place(remoteAddress, remotePort), place(localAddress, localPort)]
  // It is gone.
  if (theirs == null || ours == null) return false
  const owner = findOwner(
    TABLES.map((file) => readFileSync(file, 'latin1')),
    { theirs, ours },
  )
  return owner === process.geteuid?.()
}

/** The uid of the socket that is connected from one place to the other, in the kernel's tables. */
export function findOwner(
  tables: readonly string[],
  { theirs, ours }: { theirs: string; ours: string },
): number | undefined {
  for (const line of tables.flatMap((table) => table.split('\n'))) {
    const [, local = '', remote = '', , , , , uid] = line.trim().split(/\s+/)
    if (withoutMapping(local) === theirs && withoutMapping(remote) === ours) return Number(uid)
  }
  return undefined
}

/** As the kernel writes it: 0100007F:1F90. */
export function place(address: string | undefined, port: number | undefined): string | undefined {
  const plain = address?.replace(/^::ffff:/i, '')
  if (plain == null || port == null || !isIPv4(plain)) return undefined
  const bytes = plain.split('.').map(Number)
  // One number of the processor's own byte order.
  const ordered = endianness() === 'LE' ? bytes.toReversed() : bytes
  return `${ordered.map((byte) => hex(byte, 2)).join('')}:${hex(port, 4)}`
}

function hex(number: number, digits: number): string {
  return number.toString(16).toUpperCase().padStart(digits, '0')
}

function withoutMapping(written: string): string {
  return written.startsWith(MAPPED) ? written.slice(MAPPED.length) : written
}
