import { changeMock } from './change-mock.ts'

/** Users who have let the app take payments, each with Pi enough for the fees of their share. */
export async function addPayers(port: number, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `payer-${index}`)
  for (const username of names) {
    await changeMock(port, 'POST', '/users', { username })
    await changeMock(port, 'POST', '/sign-in', { username })
  }
  return names
}
