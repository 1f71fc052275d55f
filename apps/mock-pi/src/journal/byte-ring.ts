/** Records one after another in one block of memory; the oldest make room for new ones. */
export type ByteRing = {
  /** The block, which is another one after it has grown. */
  bytes(): Buffer
  /** Makes room for a record, and returns where its content begins; undefined: it is larger than the ring may become. */
  begin(id: number, size: number): number | undefined
  /** Ends the record that was begun last; it needs at most the room that it asked for. */
  end(size: number): void
  clear(): void
}

export type ByteRingOptions = {
  /** Bytes that the ring may take. */
  max: number
  /** Whether the record at this place is still wanted. */
  isKept(id: number, start: number): boolean
  /** The record makes room for others. */
  forget(id: number): void
  /** The content of the record begins at another place. */
  move(id: number, start: number): void
}

/** Before each record: its id and the size of its content. */
const HEAD = 12
const FIRST_SIZE = 65_536

export function createByteRing({ max, isKept, forget, move }: ByteRingOptions): ByteRing {
  let block = Buffer.alloc(0)
  let oldest = 0
  let next = 0
  /** Where the records before the beginning of the block end; null: the ring has not begun again at it. */
  let turn: number | null = null
  let begun = 0

  const idAt = (place: number) => block.readDoubleLE(place)
  const sizeAt = (place: number) => block.readUInt32LE(place + 8)
  const isEmpty = () => turn == null && oldest === next

  function reset() {
    oldest = 0
    next = 0
    turn = null
  }
  function step() {
    oldest += HEAD + sizeAt(oldest)
    if (turn != null && oldest >= turn) {
      oldest = 0
      turn = null
    }
    if (isEmpty()) reset()
  }
  /** Steps over records that are not wanted. */
  function dropUnwanted() {
    while (!isEmpty() && !isKept(idAt(oldest), oldest + HEAD)) step()
  }
  function grow(size: number) {
    const before = block
    const wanted = Math.max(FIRST_SIZE, 2 * before.length, before.length + 2 * size)
    const grown = Buffer.allocUnsafeSlow(Math.min(max, wanted))
    let place = 0
    while (!isEmpty()) {
      const length = HEAD + sizeAt(oldest)
      const id = idAt(oldest)
      if (isKept(id, oldest + HEAD)) {
        before.copy(grown, place, oldest, oldest + length)
        move(id, place + HEAD)
        place += length
      }
      step()
    }
    block = grown
    next = place
  }
  /** A place with so much room, if there is one now. */
  function findRoom(size: number): number | null {
    if (turn != null) return next + size <= oldest ? next : null
    if (next + size <= block.length) return next
    if (size > oldest) return null
    turn = next
    next = 0
    return next
  }
  return {
    bytes: () => block,
    begin(id, size) {
      const length = HEAD + size
      if (length > max) return undefined
      for (;;) {
        dropUnwanted()
        const place = findRoom(length)
        if (place != null) {
          block.writeDoubleLE(id, place)
          begun = place
          return place + HEAD
        }
        if (block.length < max) {
          grow(length)
        } else {
          forget(idAt(oldest))
          step()
        }
      }
    },
    end(size) {
      block.writeUInt32LE(size, begun + 8)
      next = begun + HEAD + size
    },
    clear: reset,
  }
}
