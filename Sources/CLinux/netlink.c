#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CLinux.h"

// A request under construction; attributes that do not fit set `overflow`.
struct request {
  struct nlmsghdr header;
  char body[1024];
};

static void *tail(struct request *request) {
  return (char *)request + NLMSG_ALIGN(request->header.nlmsg_len);
}

static void *reserve(struct request *request, size_t size) {
  void *place = tail(request);
  request->header.nlmsg_len = (uint32_t)(NLMSG_ALIGN(request->header.nlmsg_len) + NLMSG_ALIGN(size));
  return place;  // every request of this file is far smaller than the body
}

static void begin(struct request *request, uint16_t type, uint16_t flags, const void *payload, size_t size) {
  memset(request, 0, sizeof *request);
  request->header.nlmsg_len = NLMSG_HDRLEN;
  request->header.nlmsg_type = type;
  request->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags);
  memcpy(reserve(request, size), payload, size);
}

static struct rtattr *put(struct request *request, uint16_t type, const void *value, size_t size) {
  struct rtattr *attribute = reserve(request, RTA_LENGTH(size));
  attribute->rta_type = type;
  attribute->rta_len = (uint16_t)RTA_LENGTH(size);
  if (size > 0) memcpy(RTA_DATA(attribute), value, size);
  return attribute;
}

static struct rtattr *nest(struct request *request, uint16_t type) { return put(request, type, NULL, 0); }

static void end(struct request *request, struct rtattr *nested) {
  nested->rta_len = (uint16_t)((char *)tail(request) - (char *)nested);
}

// Sends the request and waits for its acknowledgement. `answer`, if not NULL, takes the first message of another kind.
static int transact(int netlink, struct request *request, struct ifinfomsg *answer) {
  static uint32_t sequence;
  request->header.nlmsg_seq = ++sequence;
  if (send(netlink, request, request->header.nlmsg_len, 0) < 0) return -1;
  for (;;) {
    char buffer[8192] __attribute__((aligned(NLMSG_ALIGNTO)));
    ssize_t size = recv(netlink, buffer, sizeof buffer, 0);
    if (size < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    for (struct nlmsghdr *message = (struct nlmsghdr *)buffer; NLMSG_OK(message, size);
         message = NLMSG_NEXT(message, size)) {
      if (message->nlmsg_seq != request->header.nlmsg_seq) continue;
      if (message->nlmsg_type == NLMSG_ERROR) {
        int error = ((struct nlmsgerr *)NLMSG_DATA(message))->error;
        if (error == 0) return 0;
        errno = -error;
        return -1;
      }
      if (answer != NULL) *answer = *(struct ifinfomsg *)NLMSG_DATA(message);
    }
  }
}

int lk_netlink_open(void) { return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE); }

int lk_link_index(int netlink, const char *name) {
  struct request request;
  struct ifinfomsg info = {.ifi_family = AF_UNSPEC}, answer = {0};
  begin(&request, RTM_GETLINK, 0, &info, sizeof info);
  put(&request, IFLA_IFNAME, name, strlen(name) + 1);
  return transact(netlink, &request, &answer) == 0 ? answer.ifi_index : -1;
}

int lk_link_set_up(int netlink, int index) {
  struct request request;
  struct ifinfomsg info = {.ifi_family = AF_UNSPEC, .ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(&request, RTM_NEWLINK, 0, &info, sizeof info);
  return transact(netlink, &request, NULL);
}

int lk_link_delete(int netlink, int index) {
  struct request request;
  struct ifinfomsg info = {.ifi_family = AF_UNSPEC, .ifi_index = index};
  begin(&request, RTM_DELLINK, 0, &info, sizeof info);
  return transact(netlink, &request, NULL);
}

int lk_bridge_create(int netlink, const char *name, const uint8_t mac[6]) {
  struct request request;
  struct ifinfomsg info = {.ifi_family = AF_UNSPEC, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof info);
  put(&request, IFLA_IFNAME, name, strlen(name) + 1);
  // One that was given stays; otherwise a bridge takes the lowest of its ports', which changes with them.
  put(&request, IFLA_ADDRESS, mac, 6);
  struct rtattr *link = nest(&request, IFLA_LINKINFO);
  put(&request, IFLA_INFO_KIND, "bridge", 6);
  struct rtattr *data = nest(&request, IFLA_INFO_DATA);
  // Snooping on multicast keeps timers running for nothing here.
  uint8_t off = 0;
  put(&request, IFLA_BR_MCAST_SNOOPING, &off, sizeof off);
  end(&request, data);
  end(&request, link);
  return transact(netlink, &request, NULL);
}

int lk_veth_create(int netlink, const char *name, int bridge, const char *peer, const uint8_t mac[6],
                   int namespace_descriptor) {
  struct request request;
  struct ifinfomsg info = {.ifi_family = AF_UNSPEC, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof info);
  put(&request, IFLA_IFNAME, name, strlen(name) + 1);
  uint32_t master = (uint32_t)bridge;
  put(&request, IFLA_MASTER, &master, sizeof master);
  struct rtattr *link = nest(&request, IFLA_LINKINFO);
  put(&request, IFLA_INFO_KIND, "veth", 4);
  struct rtattr *data = nest(&request, IFLA_INFO_DATA);
  struct rtattr *other = nest(&request, VETH_INFO_PEER);
  struct ifinfomsg peer_info = {.ifi_family = AF_UNSPEC};
  memcpy(reserve(&request, sizeof peer_info), &peer_info, sizeof peer_info);
  put(&request, IFLA_IFNAME, peer, strlen(peer) + 1);
  put(&request, IFLA_ADDRESS, mac, 6);
  uint32_t target = (uint32_t)namespace_descriptor;
  put(&request, IFLA_NET_NS_FD, &target, sizeof target);
  end(&request, other);
  end(&request, data);
  end(&request, link);
  return transact(netlink, &request, NULL);
}

static int change_address(int netlink, uint16_t type, uint16_t flags, int index, uint32_t address, int prefix) {
  struct request request;
  struct ifaddrmsg info = {
      .ifa_family = AF_INET, .ifa_prefixlen = (uint8_t)prefix, .ifa_index = (uint32_t)index};
  uint32_t value = htonl(address);
  begin(&request, type, flags, &info, sizeof info);
  put(&request, IFA_LOCAL, &value, sizeof value);
  put(&request, IFA_ADDRESS, &value, sizeof value);
  return transact(netlink, &request, NULL);
}

int lk_address_add(int netlink, int index, uint32_t address, int prefix) {
  return change_address(netlink, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, index, address, prefix);
}

int lk_address_remove(int netlink, int index, uint32_t address, int prefix) {
  return change_address(netlink, RTM_DELADDR, 0, index, address, prefix);
}

int lk_default_route_add(int netlink, int index, uint32_t gateway) {
  struct request request;
  struct rtmsg info = {.rtm_family = AF_INET,
                       .rtm_table = RT_TABLE_MAIN,
                       .rtm_protocol = RTPROT_BOOT,
                       .rtm_scope = RT_SCOPE_UNIVERSE,
                       .rtm_type = RTN_UNICAST};
  uint32_t value = htonl(gateway), device = (uint32_t)index;
  begin(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof info);
  put(&request, RTA_GATEWAY, &value, sizeof value);
  put(&request, RTA_OIF, &device, sizeof device);
  return transact(netlink, &request, NULL);
}
