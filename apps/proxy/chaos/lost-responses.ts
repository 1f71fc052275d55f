import { isFinal, isFinalRow, type ClientResponse, type Row } from './clients.ts'

/** The database lost what it committed after `from` and until `to`; both in ms since 1970. */
export type Forgotten = {
  from: number
  to: number
  /** What the copy held: payout → state. */
  held: ReadonlyMap<string, string>
}

type Lost = (row: Row, held: Forgotten['held']) => boolean
const isRowLost: Lost = ({ payout_id: id }, held) => !held.has(id)
const isEndLost: Lost = ({ payout_id: id }, held) => !isFinal(held.get(id))

/**
 * Whether what a response said was lost by then: it was asked for before a copy was put back, came after that copy was
 * made, and the copy does not have it. What the ledger shows is never excused: it forgets nothing.
 */
function isLost(
  { row, sentAt, at }: ClientResponse,
  lost: Lost,
  { forgotten, by = Infinity }: { forgotten: readonly Forgotten[]; by?: number },
): boolean {
  if (row == null) return false
  return forgotten.some(
    ({ from, to, held }) => from < at && sentAt <= to && to <= by && lost(row, held),
  )
}

/** "Not known" is true only when each row that was reported until then was lost: a row that never was cannot be shown. */
export function isUnknownForAReason(
  { sentAt, at }: ClientResponse,
  responses: readonly ClientResponse[],
  forgotten: readonly Forgotten[],
): boolean {
  const before = responses.filter(
    ({ row, at: respondedAt }) => row != null && respondedAt <= sentAt,
  )
  const wasLost = (response: ClientResponse) => isLost(response, isRowLost, { forgotten, by: at })
  return before.length > 0 && before.every(wasLost)
}

/** `cancelled` or `failed` that the restore lost: the client may ask again and be paid. What was reported as paid stays so. */
export function isLostNo(response: ClientResponse, forgotten: readonly Forgotten[]): boolean {
  const isNo = response.row?.status === 'cancelled' || response.row?.status === 'failed'
  return isNo && isLost(response, isEndLost, { forgotten })
}

/** In work after an end is true only when each end reported before was lost: the payout is worked on once more. */
export function isInWorkAfterAnEnd(
  { sentAt, at }: ClientResponse,
  responses: readonly ClientResponse[],
  forgotten: readonly Forgotten[],
): boolean {
  return responses.some(
    (response) =>
      isFinalRow(response.row) &&
      response.at < sentAt &&
      !isLost(response, isEndLost, { forgotten, by: at }),
  )
}
