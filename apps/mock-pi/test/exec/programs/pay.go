// Arguments: payment id, URL of another host.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"
)

func call(method, url, body string) string {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	// With a space before it, as a public library for Pi sends it. HTTP/2 would refuse the header.
	request.Header.Set("Authorization", " Key "+os.Getenv("PI_API_KEY"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	return string(read)
}

func main() {
	platform := "https://api.minepi.com/v2/payments/" + os.Args[1]
	transaction := regexp.MustCompile(`"txid": ?"([0-9a-f]{64})"`)
	approved := call("POST", platform+"/approve", "")
	fmt.Println("approved", strings.Contains(approved, `"developer_approved":true`))
	var found []string
	for found == nil {
		time.Sleep(100 * time.Millisecond)
		found = transaction.FindStringSubmatch(call("GET", platform, ""))
	}
	completed := call("POST", platform+"/complete", "txid="+found[1])
	fmt.Println("completed", strings.Contains(completed, `"developer_completed":true`))
	ledger := call("GET", "https://api.testnet.minepi.com/transactions/"+found[1], "")
	fmt.Println("in a ledger", regexp.MustCompile(`"successful": ?true`).MatchString(ledger))
	fmt.Println(call("GET", os.Args[2], ""))
}
