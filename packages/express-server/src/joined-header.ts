/**
 * Whether a value reads as several copies of one header that a proxy in between has joined: `K,K`, `K , K, K`. A value
 * may hold commas itself, so `a,b, a,b` is two copies of `a,b`, and `a,b` is one value.
 */
export function isJoined(value: string): boolean {
  if (!value.includes(',')) return false
  const members = value
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
  for (let period = 1; period * 2 <= members.length; period += 1) {
    if (members.length % period === 0 && repeatsEvery(period, members)) return true
  }
  return false
}

function repeatsEvery(period: number, members: readonly string[]): boolean {
  return members.every((member, place) => member === members[place % period])
}
