import { startManInTheMiddle } from './start-man-in-the-middle.ts'
import { startPayoutWorld } from './start-payout-world.ts'

type Wish = Omit<NonNullable<Parameters<typeof startPayoutWorld>[0]>, 'through' | 'settings'>

/** A payout world whose proxy reaches the mock through a man in the middle. Any number of payments may be open. */
export async function startWorldBehindMan(wish: Wish = {}) {
  let pi: Awaited<ReturnType<typeof startManInTheMiddle>> | undefined
  const world = await startPayoutWorld({
    ...wish,
    settings: { a2u_concurrency: 'off' },
    through: async (mockUrl) => {
      pi = await startManInTheMiddle(mockUrl)
      return pi.url
    },
  })
  if (pi == null) throw new Error('The proxy was not started through it')
  const { close, ...rest } = pi
  return {
    ...world,
    pi: rest,
    async close() {
      await world.close()
      await close()
    },
  }
}
