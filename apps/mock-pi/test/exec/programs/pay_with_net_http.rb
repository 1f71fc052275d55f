# Arguments: payment id, URL of another host.
require 'json'
require 'net/http'

HEADERS = { 'Authorization' => "Key #{ENV.fetch('PI_API_KEY')}" }.freeze
platform = "https://api.minepi.com/v2/payments/#{ARGV[0]}"
read = ->(url) { JSON.parse(Net::HTTP.get(URI(url), HEADERS)) }
# A connection that is made as the Ruby SDK's HTTP client makes it, beside those of the shorter functions.
post = lambda do |url, fields|
  uri = URI(url)
  request = Net::HTTP::Post.new(uri, HEADERS)
  request.set_form_data(fields)
  JSON.parse(Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }.body)
end

puts "approved #{post.call("#{platform}/approve", {})['status']['developer_approved']}"
sleep 0.1 while read.call(platform)['transaction'].nil?
txid = read.call(platform)['transaction']['txid']
done = post.call("#{platform}/complete", 'txid' => txid)
puts "completed #{done['status']['developer_completed']}"
puts "in a ledger #{read.call("https://api.testnet.minepi.com/transactions/#{txid}")['successful']}"
puts Net::HTTP.get(URI(ARGV[1]))
