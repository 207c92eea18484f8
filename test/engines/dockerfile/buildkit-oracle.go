// The oracle: BuildKit's own parser, lexer and converter, asked one question a line (JSON) on standard input.
// It is compiled inside a checkout of BuildKit through go's -overlay, which leaves the checkout untouched.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
)

type question struct {
	Kind   string            `json:"kind"`
	Text   string            `json:"text"`
	Escape string            `json:"escape"`
	Env    []string          `json:"env"`
	Target string            `json:"target"`
	Args   map[string]string `json:"args"`
	// Flags of the lexer.
	RawQuotes, RawEscapes, SkipUnset, SkipQuotes bool
}

type heredoc struct {
	Name    string `json:"name"`
	Fd      uint   `json:"fd"`
	Expand  bool   `json:"expand"`
	Chomp   bool   `json:"chomp"`
	Content string `json:"content"`
}

type instruction struct {
	Keyword  string    `json:"keyword"`
	Flags    []string  `json:"flags"`
	Args     []string  `json:"args"`
	JSON     bool      `json:"json"`
	Start    int       `json:"start"`
	End      int       `json:"end"`
	Original string    `json:"original"`
	Comments []string  `json:"comments"`
	Heredocs []heredoc `json:"heredocs"`
	Error    string    `json:"error"`
}

type stage struct {
	Name     string   `json:"name"`
	Base     string   `json:"base"`
	Platform string   `json:"platform"`
	Commands []string `json:"commands"`
}

type answer struct {
	Error        string        `json:"error"`
	Instructions []instruction `json:"instructions"`
	StagesError  string        `json:"stagesError"`
	Stages       []stage       `json:"stages"`
	Result       string        `json:"result"`
	Words        []string      `json:"words"`
	WordsError   string        `json:"wordsError"`
	Matched      []string      `json:"matched"`
	Unmatched    []string      `json:"unmatched"`
	Sent         bool          `json:"sent"`
	FollowPaths  []string      `json:"followPaths"`
	Images       []string      `json:"images"`
}

func args(node *parser.Node) []string {
	out := []string{}
	for ; node.Next != nil; node = node.Next {
		arg := node.Next
		if len(arg.Children) == 0 {
			out = append(out, arg.Value)
		} else if len(arg.Children) == 1 {
			out = append(out, arg.Children[0].Value)
			out = append(out, args(arg.Children[0])...)
		}
	}
	return out
}

func parse(q question) (a answer) {
	result, err := parser.Parse(bytes.NewReader([]byte(q.Text)))
	if err != nil {
		a.Error = err.Error()
		return a
	}
	for _, n := range result.AST.Children {
		i := instruction{Keyword: n.Value, Flags: n.Flags, Args: args(n), JSON: n.Attributes["json"],
			Start: n.StartLine, End: n.EndLine, Original: n.Original, Comments: n.PrevComment}
		for _, h := range n.Heredocs {
			i.Heredocs = append(i.Heredocs, heredoc{h.Name, h.FileDescriptor, h.Expand, h.Chomp, h.Content})
		}
		if _, err := instructions.ParseInstructionWithLinter(n, linter.New(&linter.Config{})); err != nil {
			i.Error = err.Error()
		}
		a.Instructions = append(a.Instructions, i)
	}
	stages, _, err := instructions.Parse(result.AST, linter.New(&linter.Config{}))
	if err != nil {
		a.StagesError = err.Error()
		return a
	}
	for _, s := range stages {
		st := stage{Name: s.Name, Base: s.BaseName, Platform: s.Platform}
		for _, c := range s.Commands {
			st.Commands = append(st.Commands, c.Name())
		}
		a.Stages = append(a.Stages, st)
	}
	return a
}

func keys(m map[string]struct{}) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

func expand(q question) (a answer) {
	lex := shell.NewLex([]rune(q.Escape)[0])
	lex.RawQuotes, lex.RawEscapes, lex.SkipUnsetEnv, lex.SkipProcessQuotes = q.RawQuotes, q.RawEscapes, q.SkipUnset, q.SkipQuotes
	env := shell.EnvsFromSlice(q.Env)
	result, err := lex.ProcessWordWithMatches(q.Text, env)
	a.Result, a.Matched, a.Unmatched = result.Result, keys(result.Matched), keys(result.Unmatched)
	if err != nil {
		a.Error = err.Error()
	}
	a.Words, err = lex.ProcessWords(q.Text, env)
	if err != nil {
		a.WordsError = err.Error()
	}
	return a
}

// images answers every image with an empty Linux config, so that nothing is asked of a registry.
type images struct {
	lock  sync.Mutex
	asked map[string]struct{}
}

func (r *images) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.asked[ref] = struct{}{}
	return ref, "", []byte(`{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:0000000000000000000000000000000000000000000000000000000000000001"]}}`), nil
}

func contextPaths(q question) (a answer) {
	platform, _ := platforms.Parse("linux/amd64")
	caps := pb.Caps.CapSet(pb.Caps.All())
	resolver := &images{asked: map[string]struct{}{}}
	result, err := dockerfile2llb.Dockerfile2LLB(context.Background(), []byte(q.Text), dockerfile2llb.ConvertOpt{
		Config: dockerui.Config{BuildArgs: q.Args, Target: q.Target}, TargetPlatform: &platform, MetaResolver: resolver, LLBCaps: &caps})
	if err != nil {
		a.Error = err.Error()
		return a
	}
	a.Images = keys(resolver.asked)
	definition, err := result.State.Marshal(context.Background())
	if err != nil {
		a.Error = err.Error()
		return a
	}
	for _, dt := range definition.Def {
		var op pb.Op
		if err := op.UnmarshalVT(dt); err != nil {
			panic(err)
		}
		if s := op.GetSource(); s != nil && s.Identifier == "local://context" {
			a.Sent = true
			if v := s.Attrs["local.followpaths"]; v != "" {
				if err := json.Unmarshal([]byte(v), &a.FollowPaths); err != nil {
					panic(err)
				}
			}
		}
	}
	return a
}

func answerOf(line []byte) (a answer) {
	defer func() {
		if r := recover(); r != nil {
			a = answer{Error: fmt.Sprintf("panic: %v", r)}
		}
	}()
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return answer{Error: "question: " + err.Error()}
	}
	switch strings.ToLower(q.Kind) {
	case "parse":
		return parse(q)
	case "expand":
		return expand(q)
	}
	return contextPaths(q)
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			dt, _ := json.Marshal(answerOf(line))
			out.Write(dt)
			out.WriteByte('\n')
		}
		if err != nil {
			return
		}
	}
}
