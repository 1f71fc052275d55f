/** What the shop sells. The price is in Pi, and is known only to the server. */
export type Item = { id: string; name: string; price: number }

export const items: readonly Item[] = [
  { id: 'coffee', name: 'A cup of coffee', price: 3.14 },
  { id: 'cake', name: 'A slice of cake', price: 1.5 },
  { id: 'beans', name: 'A kilo of beans', price: 31.4 },
]
