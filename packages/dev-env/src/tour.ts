/** What the tour needs to know of a running stack. */
export type TourAddresses = { mockUrl: string; proxyUrl: string; proxyKey: string }

/**
 * The five-minute tour as shell lines: a user-to-app payment through the proxy, and a payout to the user.
 * The README shows exactly these lines; a test runs them from there.
 */
export function tourLines({ mockUrl, proxyUrl, proxyKey }: TourAddresses): string[] {
  return [
    `MOCK=${mockUrl}`,
    `PROXY=${proxyUrl}/v1/transaction`,
    `KEY='Authorization: Bearer ${proxyKey}'`,
    `post() { curl -sS -H 'Content-Type: application/json' -d "$@"; }`,
    `pick() { sed -E 's/.*"'"$1"'":"([^"]*)".*/\\1/'; }`,
    '# sign in, and create a payment, as the user does in the Pi Browser',
    `TOKEN=$(post '{"username":"alice"}' $MOCK/_mock/sign-in | pick access_token)`,
    `PAYMENT=$(post '{"amount":3.14,"memo":"One coffee","metadata":{"orderId":"1"}}' -H "Authorization: Bearer $TOKEN" $MOCK/v2/payments/user_to_app | pick identifier)`,
    '# approve it, as your server does',
    `curl -sS -w '\\n' -X POST -H "$KEY" $PROXY/u2a/approve/$PAYMENT`,
    '# pay, as the user does in the wallet',
    `TXID=$(post '{}' $MOCK/_mock/payments/$PAYMENT/pay | pick txid)`,
    '# complete it, as your server does, and read it',
    `curl -sS -w '\\n' -X POST -H "$KEY" $PROXY/u2a/complete/$PAYMENT/$TXID`,
    `curl -sS -w '\\n' $PROXY/u2a/details/$PAYMENT`,
    '# pay the user something back: created at Pi, signed, in a ledger, completed. A repeated call does not pay twice',
    `USER_UID=$(curl -sS $PROXY/u2a/details/$PAYMENT | pick user_uid)`,
    `PAYOUT='{"payment":{"amount":1,"memo":"Milk was out","metadata":{"orderId":"1"},"uid":"'$USER_UID'"}}'`,
    `post "$PAYOUT" -w '\\n' -H "$KEY" $PROXY/a2u/create`,
    `post "$PAYOUT" -w '\\n' -H "$KEY" $PROXY/a2u/create`,
    '# the documented test payment',
    `curl -sS -w '\\n' $PROXY/u2a/details/RKo9DyyzYmmnq4roS1infxy1qc4m`,
  ]
}
