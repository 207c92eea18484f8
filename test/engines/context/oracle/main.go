// The builders' own code behind one line of JSON a question: what it answers is what our answers are compared with.
package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	gofs "io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"example.org/oracle/podman"
	archive "github.com/moby/go-archive"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	"github.com/tonistiigi/fsutil"
)

type question struct {
	Op       string
	Bytes    []byte
	Pattern  string
	Text     string
	Patterns []string
	Includes []string
	Paths    []string
	Folder   string
}

type answer struct {
	Error   bool
	Message string   `json:",omitempty"`
	Matched []bool   `json:",omitempty"`
	Broken  []bool   `json:",omitempty"`
	Paths   []string `json:",omitempty"`
	Emptied []string `json:",omitempty"`
}

func failed(err error) answer { return answer{Error: true, Message: err.Error()} }

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(in)
	for {
		var q question
		if err := decoder.Decode(&q); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		if err := encoder.Encode(reply(q)); err != nil {
			panic(err)
		}
	}
}

func reply(q question) answer {
	switch q.Op {
	case "readall":
		patterns, err := ignorefile.ReadAll(bytes.NewReader(q.Bytes))
		if err != nil {
			return failed(err)
		}
		return answer{Paths: patterns}
	case "glob":
		ok, err := filepath.Match(q.Pattern, q.Text)
		if err != nil {
			return failed(err)
		}
		return answer{Matched: []bool{ok}}
	case "regexp":
		expression, err := regexp.Compile(q.Pattern)
		if err != nil {
			return failed(err)
		}
		return answer{Matched: []bool{expression.MatchString(q.Text)}}
	case "any parent", "one parent":
		pm, err := patternmatcher.New(q.Patterns)
		if err != nil {
			return failed(err)
		}
		ask := pm.MatchesOrParentMatches
		if q.Op == "one parent" {
			ask = pm.Matches
		}
		return each(q.Paths, ask)
	case "last match":
		pm, err := podman.NewPatternMatcher(q.Patterns)
		if err != nil {
			return failed(err)
		}
		return each(q.Paths, pm.Matches)
	case "walk":
		return walk(q)
	case "archive":
		return walkArchive(q)
	case "follow":
		fs, err := fsutil.NewFS(q.Folder)
		if err != nil {
			return failed(err)
		}
		paths, err := fsutil.FollowLinks(fs, q.Paths)
		if err != nil {
			return failed(err)
		}
		return answer{Paths: paths}
	}
	panic(q.Op)
}

func each(paths []string, ask func(string) (bool, error)) answer {
	var a answer
	for _, path := range paths {
		matched, err := ask(path)
		a.Matched = append(a.Matched, matched)
		a.Broken = append(a.Broken, err != nil)
	}
	return a
}

func walk(q question) answer {
	fs, err := fsutil.NewFS(q.Folder)
	if err != nil {
		return failed(err)
	}
	fs, err = fsutil.NewFilterFS(fs, &fsutil.FilterOpt{ExcludePatterns: q.Patterns, IncludePatterns: q.Includes, FollowPaths: q.Paths})
	if err != nil {
		return failed(err)
	}
	var a answer
	err = fs.Walk(context.Background(), "/", func(path string, entry gofs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		a.Paths = append(a.Paths, path)
		if entry.Type().IsRegular() {
			if file, err := fs.Open(path); err != nil {
				a.Emptied = append(a.Emptied, path)
			} else {
				file.Close()
			}
		}
		return nil
	})
	if err != nil {
		return failed(err)
	}
	return a
}

func walkArchive(q question) answer {
	stream, err := archive.TarWithOptions(q.Folder, &archive.TarOptions{ExcludePatterns: q.Patterns})
	if err != nil {
		return failed(err)
	}
	defer stream.Close()
	var a answer
	reader := tar.NewReader(stream)
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return a
		}
		if err != nil {
			return failed(err)
		}
		a.Paths = append(a.Paths, strings.TrimSuffix(header.Name, "/"))
	}
}
