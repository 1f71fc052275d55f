# Arguments: payment id, URL of another host.
set -eu
platform=https://api.minepi.com/v2/payments/$1
key="Authorization: Key $PI_API_KEY"
curl -sS -X POST -H "$key" "$platform/approve" | grep -o '"developer_approved":true'
for _ in $(seq 100); do
  txid=$(curl -sS -H "$key" "$platform" | grep -oE '"txid":"[0-9a-f]{64}"' | cut -d'"' -f4) && break
  sleep 0.1
done
curl -sS -X POST -H "$key" -d "txid=$txid" "$platform/complete" | grep -o '"developer_completed":true'
curl -sS "https://api.testnet.minepi.com/transactions/$txid" | grep -oE '"successful": ?true'
curl -sS "$2"
