package main

import (
	"fmt"
	"net/http"
)

func main() {
	http.HandleFunc("/stock", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, 0) })
	http.ListenAndServe(":8080", nil)
}
