import type { Socket } from 'node:net'
import { isStalled, unreadMs, type Connection } from './connection.ts'
import { checkInterval, type ConnectionLimits } from './connection-limits.ts'
import { createRoster, type ConnectionRoster } from './connection-roster.ts'
import { addressCaller, isLoopback } from './remote-address.ts'

/** Why a connection was dropped without a response: no place, too many of its address, or it did not read. */
export type DropReason = 'full' | 'address' | 'unread'

/** Who has a place at a server. */
export type ConnectionPlaces = {
  /** Takes a new connection in; another one is dropped for it, or it is dropped itself. */
  enter(connection: Connection, socket: Socket): void
  setBusy(connection: Connection): void
  setIdle(connection: Connection): void
}

type Roster = ConnectionRoster<Connection>
type Drop = (connection: Connection, reason: DropReason) => void

/** The places of one server; `onDropped` counts. */
export function createPlaces(
  limits: ConnectionLimits,
  onDropped: (reason: DropReason) => void,
): ConnectionPlaces {
  const all: Roster = createRoster(isStalled)
  const addresses = createAddressRosters()
  const rostersOf = new WeakMap<Connection, Roster[]>()
  const leave = (connection: Connection) => {
    for (const roster of rostersOf.get(connection) ?? []) roster.leave(connection)
  }
  const drop: Drop = (connection, reason) => {
    leave(connection)
    connection.socket.destroy()
    onDropped(reason)
  }
  const sweep = createSweep(all, () => dropUnread(all, limits.sendTimeout, drop))

  return {
    enter(connection, socket) {
      const { remoteAddress = '' } = socket
      const max = isLoopback(remoteAddress) ? limits.perLoopbackAddress : limits.perAddress
      // Who may have every place needs no count of its own.
      const roster = max < limits.max ? addresses.of(remoteAddress) : undefined
      const isLeftOut = roster && !makeRoom(roster, max, (goes) => drop(goes, 'address'))
      if (isLeftOut) drop(connection, 'address')
      else if (!makeRoom(all, limits.max, (goes) => drop(goes, 'full'))) drop(connection, 'full')
      else {
        const rosters = roster == null ? [all] : [roster, all]
        rostersOf.set(connection, rosters)
        for (const each of rosters) each.enter(connection)
        sweep.start(checkInterval(limits))
      }
      socket.once('close', () => {
        leave(connection)
        addresses.forget(remoteAddress)
        sweep.stopIfEmpty()
      })
    },
    setBusy(connection) {
      for (const roster of rostersOf.get(connection) ?? []) roster.setBusy(connection)
    },
    setIdle(connection) {
      for (const roster of rostersOf.get(connection) ?? []) roster.setIdle(connection)
    },
  }
}

/** False when every connection that is there is being served. */
function makeRoom(roster: Roster, max: number, dropOne: (connection: Connection) => void): boolean {
  if (roster.size() < max) return true
  const goes = roster.firstToGo()
  if (goes == null) return false
  dropOne(goes)
  return true
}

function dropUnread(all: Roster, sendTimeout: number, drop: Drop) {
  const now = performance.now()
  for (const connection of all.all()) {
    if (unreadMs(connection, now) >= sendTimeout) drop(connection, 'unread')
  }
}

function createAddressRosters() {
  const rosters = new Map<string, Roster>()
  return {
    of(address: string): Roster {
      const caller = addressCaller(address)
      const roster = rosters.get(caller) ?? createRoster(isStalled)
      rosters.set(caller, roster)
      return roster
    },
    /** Keeps nothing about an address that has no connection left. */
    forget(address: string) {
      const caller = addressCaller(address)
      if (rosters.get(caller)?.size() === 0) rosters.delete(caller)
    },
  }
}

/** Runs only while there are connections, so that a closed server leaves no timer behind. */
function createSweep(all: Roster, run: () => void) {
  let timer: NodeJS.Timeout | undefined
  return {
    start(everyMs: number) {
      timer ??= setInterval(run, everyMs).unref()
    },
    stopIfEmpty() {
      if (all.size() > 0) return
      clearInterval(timer)
      timer = undefined
    },
  }
}
